package dev.diffract.frontend.service;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Addresses that begin alike: {@code 10.0.0.0/8}, or a single one.
 *
 * @param start one of them
 * @param bits that all of them begin with
 */
public record Network(InetAddress start, int bits) {

    private static final Pattern ENTRY = Pattern.compile("([0-9a-fA-F:.]{2,45})(?:/([0-9]{1,3}))?");

    /** What else looks like a number of four parts is a name to Java. */
    private static final Pattern FOUR_PARTS = Pattern.compile("[0-9]{1,3}(?:\\.[0-9]{1,3}){3}");

    /** Reads one; empty if it is none. */
    public static Optional<Network> parse(String entry) {
        Matcher parts = ENTRY.matcher(entry.strip());
        if (!parts.matches()) {
            return Optional.empty();
        }
        return address(parts.group(1)).flatMap(address -> {
            int all = address.getAddress().length * Byte.SIZE;
            int bits = parts.group(2) == null ? all : Integer.parseInt(parts.group(2));
            return bits <= all ? Optional.of(new Network(address, bits)) : Optional.empty();
        });
    }

    /** Of what is written as an address; nobody is asked for names. */
    public static Optional<InetAddress> address(String text) {
        if (text.indexOf(':') < 0 && !FOUR_PARTS.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(text));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    /** Whether an address is one of them. */
    public boolean has(InetAddress other) {
        byte[] own = start.getAddress();
        byte[] asked = other.getAddress();
        if (asked.length != own.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> (bit % Byte.SIZE);
            if ((own[bit / Byte.SIZE] & mask) != (asked[bit / Byte.SIZE] & mask)) {
                return false;
            }
        }
        return true;
    }
}
