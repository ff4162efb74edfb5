package dev.diffract.builder.planning.plan;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The parts of a profile's name, such as {@code 1g.10gb+me}.
 *
 * @param slices compute slices
 * @param gigabytes the number before {@code gb}
 * @param suffix with its sign; empty for a plain profile
 */
record ProfileName(int slices, int gigabytes, String suffix) {

    private static final Pattern NAME = Pattern.compile("(\\d)g\\.(\\d{1,5})gb([+-].*)?");

    static ProfileName parse(String name) {
        Matcher matcher = NAME.matcher(name);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(name + " is no profile's name");
        }
        return new ProfileName(
                Integer.parseInt(matcher.group(1)),
                Integer.parseInt(matcher.group(2)),
                matcher.group(3) == null ? "" : matcher.group(3));
    }
}
