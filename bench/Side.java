package bench;

/** One side of a comparison. */
interface Side {

    /** So many requests or transactions a second it did while it was asked to for so many seconds. */
    double perSecond(int seconds) throws Exception;
}
