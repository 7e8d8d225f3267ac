package bench;

/** Measurements that belong together. */
interface Group {

    /** Prints what it finds. */
    void measure(Settings settings) throws Exception;
}
