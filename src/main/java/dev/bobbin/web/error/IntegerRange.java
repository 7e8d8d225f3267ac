package dev.bobbin.web.error;

import java.math.BigInteger;

/** Checks that an integer is within two bounds, both inclusive. */
public final class IntegerRange {

    private IntegerRange() {}

    public static int check(String param, BigInteger value, int min, int max) {
        return (int) check(param, value, (long) min, (long) max);
    }

    public static long check(String param, BigInteger value, long min, long max) {
        if (value.compareTo(BigInteger.valueOf(max)) > 0) {
            throw InvalidInput.integerAbove(param, max, value);
        }
        if (value.compareTo(BigInteger.valueOf(min)) < 0) {
            throw InvalidInput.integerBelow(param, min, value);
        }
        return value.longValueExact();
    }
}
