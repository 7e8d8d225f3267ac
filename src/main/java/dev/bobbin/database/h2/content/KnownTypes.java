package dev.bobbin.database.h2.content;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.db.LobStorageMap;
import org.h2.mvstore.db.NullValueDataType;
import org.h2.mvstore.db.RowDataType;
import org.h2.mvstore.tx.VersionedValueType;
import org.h2.mvstore.type.BasicDataType;
import org.h2.mvstore.type.ByteArrayDataType;
import org.h2.mvstore.type.DataType;
import org.h2.mvstore.type.LongDataType;
import org.h2.mvstore.type.StringDataType;

/**
 * The data types of the maps in an H2 file. The file contains them as class names, and H2 creates an object of any such
 * class. This one knows the types in Bobbin's files and rejects all others.
 */
final class KnownTypes {

    /** H2's map of the data types. */
    private static final String TYPES = "_";

    private final Map<String, String> maps;
    private final Map<String, DataType<?>> types;

    private KnownTypes(Map<String, String> maps, Map<String, DataType<?>> types) {
        this.maps = maps;
        this.types = types;
    }

    static KnownTypes of(MVStore store) {
        Map<String, DataType<?>> types = new HashMap<>();
        if (store.hasMap(TYPES)) {
            types.putAll(store.openMap(
                    TYPES,
                    new MVMap.Builder<String, DataType<?>>()
                            .keyType(StringDataType.INSTANCE)
                            .valueType(new ClassNames())));
        }
        return new KnownTypes(store.getMetaMap(), types);
    }

    DataType<?> keysOf(String map) {
        return keysOf(id(map));
    }

    DataType<?> valuesOf(String map) {
        return valuesOf(id(map));
    }

    DataType<?> keysOf(int map) {
        return type(map, "key");
    }

    DataType<?> valuesOf(int map) {
        return type(map, "val");
    }

    private int id(String map) {
        return DataUtils.parseHexInt(maps.get(DataUtils.META_NAME + map));
    }

    private DataType<?> type(int map, String role) {
        String properties = maps.getOrDefault(DataUtils.META_MAP + Integer.toHexString(map), "");
        DataType<?> type = types.get(DataUtils.parseMap(properties).get(role));
        if (type == null) {
            throw InvalidFileException.contains("a map without data type");
        }
        return type;
    }

    /** Reads a class name and, for some classes, the arguments of their constructors. */
    private static final class ClassNames extends BasicDataType<DataType<?>> {

        private final Map<String, Function<ByteBuffer, DataType<?>>> readers = Map.of(
                LongDataType.class.getName(),
                bytes -> LongDataType.INSTANCE,
                ByteArrayDataType.class.getName(),
                bytes -> ByteArrayDataType.INSTANCE,
                NullValueDataType.class.getName(),
                bytes -> NullValueDataType.INSTANCE,
                LobStorageMap.BlobMeta.Type.class.getName(),
                bytes -> LobStorageMap.BlobMeta.Type.INSTANCE,
                LobStorageMap.BlobReference.Type.class.getName(),
                bytes -> LobStorageMap.BlobReference.Type.INSTANCE,
                RowDataType.Factory.class.getName(),
                bytes -> new RowDataType.Factory().create(bytes, null, null),
                VersionedValueType.Factory.class.getName(),
                bytes -> new VersionedValueType<>(read(bytes)));

        @Override
        public DataType<?> read(ByteBuffer bytes) {
            String className = DataUtils.readString(bytes, DataUtils.readVarInt(bytes));
            Function<ByteBuffer, DataType<?>> reader = readers.get(className);
            if (reader == null) {
                throw InvalidFileException.contains("the class " + className);
            }
            return reader.apply(bytes);
        }

        @Override
        public void write(WriteBuffer target, DataType<?> type) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int getMemory(DataType<?> type) {
            return 0;
        }

        @Override
        public DataType<?>[] createStorage(int size) {
            return new DataType<?>[size];
        }
    }
}
