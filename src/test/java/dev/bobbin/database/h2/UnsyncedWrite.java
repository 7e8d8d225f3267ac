package dev.bobbin.database.h2;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Something done to a file that a power failure may undo, or worse, undo in part. */
sealed interface UnsyncedWrite {

    void repeat(FileChannel file, LossModel losses) throws IOException;

    /** Its sectors reach the disk in any order. */
    record Write(long position, byte[] bytes) implements UnsyncedWrite {

        @Override
        public void repeat(FileChannel file, LossModel losses) throws IOException {
            boolean whole = !losses.takeSome(this);
            for (int start = 0; start < bytes.length; start += losses.sectorSize()) {
                if (whole || !losses.takeSector()) {
                    int length = Math.min(losses.sectorSize(), bytes.length - start);
                    file.write(ByteBuffer.wrap(bytes, start, length), position + start);
                }
            }
        }
    }

    record Truncation(long size) implements UnsyncedWrite {

        @Override
        public void repeat(FileChannel file, LossModel losses) throws IOException {
            if (!losses.takeSome(this)) {
                file.truncate(size);
            }
        }
    }
}
