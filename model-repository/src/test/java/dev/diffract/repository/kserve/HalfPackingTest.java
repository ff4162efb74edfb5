package dev.diffract.repository.kserve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What Java 21 and later pack halves with, which is in jars that such a Java made, is what Java 17 packs them with, to the bit. */
class HalfPackingTest {

    private static final String CLASS = HalfPacking.class.getName();

    @Test
    void everyHalfAndWhatLiesBetweenIsPackedAlike() throws Exception {
        Path later = classes().resolve("META-INF/versions/21");
        assumeTrue(
                Runtime.version().feature() >= 21 && Files.isDirectory(later),
                "Java 21 or later has to compile and to run it");
        float[] values = values();
        byte[] expected = new byte[2 * values.length];
        HalfPacking.pack(values, values.length, expected, 0);
        byte[] seen = new byte[2 * values.length];
        // First the later form, and of everything else what is used here.
        try (URLClassLoader loader = new URLClassLoader(
                new URL[] {later.toUri().toURL(), classes().toUri().toURL()}, ClassLoader.getPlatformClassLoader())) {
            Class<?> form = loader.loadClass(CLASS);
            assertThat(form.getProtectionDomain().getCodeSource().getLocation())
                    .isEqualTo(later.toUri().toURL());
            Method pack = form.getDeclaredMethod("pack", float[].class, int.class, byte[].class, int.class);
            pack.setAccessible(true);
            pack.invoke(null, values, values.length, seen, 0);
        }
        assertThat(seen).isEqualTo(expected);
    }

    /** Each half as a float, the middles to the next one with their neighbours, and NaN of many kinds, all with both signs. */
    private static float[] values() {
        float[] values = new float[0x10000 * 4 + 512];
        int at = 0;
        for (int bits = 0; bits < 0x10000; bits++) {
            float exact = Half.toFloat((short) bits);
            float next = Half.toFloat((short) (bits + 1));
            float middle = (float) (((double) exact + next) / 2);
            values[at++] = exact;
            values[at++] = middle;
            values[at++] = Math.nextUp(middle);
            values[at++] = Math.nextDown(middle);
        }
        for (int i = 0; i < 256; i++) {
            values[at++] = Float.intBitsToFloat(0x7f800001 + i * 0x7fff);
            values[at++] = Float.intBitsToFloat(0xff800001 + i * 0x7fff);
        }
        return values;
    }

    private static Path classes() throws URISyntaxException {
        return Path.of(HalfPacking.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
    }
}
