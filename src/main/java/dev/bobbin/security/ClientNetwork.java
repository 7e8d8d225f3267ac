package dev.bobbin.security;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;

/** What counts as one address: that of IPv4, and the first 64 bits of IPv6, as nobody is given fewer addresses there. */
record ClientNetwork(String name) {

    private static final int PREFIX_BYTES = 8;

    static ClientNetwork of(String address) {
        boolean isVersion6 = address.contains(":");
        return new ClientNetwork(isVersion6 ? prefix(address) : address);
    }

    /** Asks no name server: what has a colon is no name. */
    private static String prefix(String address) {
        try {
            InetAddress parsed = InetAddress.getByName(address.replaceFirst("%.*", ""));
            return parsed instanceof Inet6Address
                    ? HexFormat.of().formatHex(parsed.getAddress(), 0, PREFIX_BYTES)
                    : parsed.getHostAddress();
        } catch (UnknownHostException e) {
            return address;
        }
    }
}
