package bench;

/** A group of related measurements. */
interface Group {

    /** Runs the measurements and prints the results. */
    void measure(Settings settings) throws Exception;
}
