package dev.bobbin.database.h2;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** An operation on a file that is not durable yet. A power failure can undo it, completely or in part. */
sealed interface UnsyncedWrite {

    /** Repeats the operation on another file, except for the parts that the power failure loses. */
    void replay(FileChannel file, LossModel losses) throws IOException;

    /** A write of bytes, whose sectors reach the disk in any order. */
    record Write(long position, byte[] bytes) implements UnsyncedWrite {

        @Override
        public void replay(FileChannel file, LossModel losses) throws IOException {
            boolean complete = !losses.loses(this);
            for (int start = 0; start < bytes.length; start += losses.sectorSize()) {
                if (complete || !losses.losesSector()) {
                    int length = Math.min(losses.sectorSize(), bytes.length - start);
                    file.write(ByteBuffer.wrap(bytes, start, length), position + start);
                }
            }
        }
    }

    record Truncation(long size) implements UnsyncedWrite {

        @Override
        public void replay(FileChannel file, LossModel losses) throws IOException {
            if (!losses.loses(this)) {
                file.truncate(size);
            }
        }
    }
}
