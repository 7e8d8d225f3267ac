package bench;

/** One side of a comparison. */
interface Side {

    /** Runs for the given number of seconds and returns the number of requests or transactions per second. */
    double perSecond(int seconds) throws Exception;
}
