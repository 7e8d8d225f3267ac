package dev.bobbin.database.h2.content;

import java.nio.ByteBuffer;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;

/**
 * Reads the records of H2's undo logs. A record contains the id of a map, a key and the old value. H2 reads the key and
 * the value with the data types of that map, which can be a map of serialized Java objects.
 */
final class UndoRecords extends BasicDataType<Boolean> {

    private final KnownTypes types;

    UndoRecords(KnownTypes types) {
        this.types = types;
    }

    /** Returns whether the record describes a change. The last record of a committed transaction does not. */
    @Override
    public Boolean read(ByteBuffer bytes) {
        int map = DataUtils.readVarInt(bytes);
        if (map < 0) {
            return false;
        }
        types.keysOf(map).read(bytes);
        if (bytes.get() == 1) {
            types.valuesOf(map).read(bytes);
        }
        return true;
    }

    @Override
    public void write(WriteBuffer target, Boolean value) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int getMemory(Boolean value) {
        return 0;
    }

    @Override
    public Boolean[] createStorage(int size) {
        return new Boolean[size];
    }
}
