package dev.diffract.frontend.imaging;

import dev.diffract.frontend.core.imaging.Raster;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** JPEG files of many kinds with the pixels that Pillow reads from them, as {@code tests/parity/record_jpegs.py} recorded both. */
final class JpegFiles {

    private static final Map<String, byte[]> ENTRIES = entries();

    private JpegFiles() {}

    private static Map<String, byte[]> entries() {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (InputStream archive = JpegFiles.class.getResourceAsStream("jpegs.zip");
                ZipInputStream zip = new ZipInputStream(archive)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                entries.put(entry.getName(), zip.readAllBytes());
            }
            return entries;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] file(String kind) {
        return ENTRIES.get(kind + ".jpg").clone();
    }

    /** Kinds that are to be read, or those that are to be refused. */
    static List<String> kinds(boolean read) {
        return ENTRIES.keySet().stream()
                .filter(name -> name.endsWith(".jpg"))
                .map(name -> name.replace(".jpg", ""))
                .filter(kind -> pixels(kind).isPresent() == read)
                .toList();
    }

    static Optional<Raster> pixels(String kind) {
        return Optional.ofNullable(ENTRIES.get(kind + ".rgb")).map(JpegFiles::raster);
    }

    private static Raster raster(byte[] entry) {
        ByteBuffer data = ByteBuffer.wrap(entry);
        int width = data.getShort();
        int height = data.getShort();
        byte[] rgb = new byte[data.remaining()];
        data.get(rgb);
        return Raster.rgb(width, height, rgb);
    }
}
