package dev.diffract.frontend.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.diffract.frontend.core.HostileTexts;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.function.Consumer;

/** What readers of bytes take, whose steps nobody can count from outside. */
public final class Allocations {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int SHORT = HostileTexts.LENGTH / 4;

    /** Bytes of four times the text, at most, for each of the short one's: 4 if they are in proportion, 16 if squared. */
    private static final long MOST_GROWTH = 8;

    /** Bytes that growth does not count: a buffer that has to double just then. */
    private static final long BASE = 64 * 1024;

    private Allocations() {}

    /** Four times of any hostile text takes about four times the memory. */
    public static void areInProportionToTexts(Consumer<String> reader) {
        List<String> some = HostileTexts.all(SHORT).toList();
        List<String> more = HostileTexts.all(HostileTexts.LENGTH).toList();
        some.forEach(reader); // classes are loaded now
        for (int i = 0; i < some.size(); i++) {
            String longer = more.get(i);
            long bytes = bytes(reader, some.get(i));
            assertThat(bytes(reader, longer))
                    .as("bytes for %s…, which took %s for a quarter", longer.substring(0, 40), bytes)
                    .isLessThan(MOST_GROWTH * bytes + BASE);
        }
    }

    private static long bytes(Consumer<String> reader, String text) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        reader.accept(text);
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }
}
