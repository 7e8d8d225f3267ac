package dev.bobbin.security;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;

/**
 * The network that wrong API keys are counted for: an IPv4 address, or the first 64 bits of an IPv6 address. An IPv6
 * client can usually choose any address with the same 64 bits.
 */
record ClientNetwork(String name) {

    private static final int PREFIX_BYTES = 8;

    static ClientNetwork of(String address) {
        boolean isIpv6 = address.contains(":");
        return new ClientNetwork(isIpv6 ? prefix(address) : address);
    }

    /** Makes no DNS lookup, since a text with a colon is never a host name. */
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
