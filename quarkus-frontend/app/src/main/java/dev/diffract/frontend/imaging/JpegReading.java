package dev.diffract.frontend.imaging;

import dev.diffract.frontend.core.imaging.Effort;
import dev.diffract.frontend.core.imaging.Raster;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One JPEG file on its way to a raster, segment by segment up to the end of its first picture. For one file, once. */
final class JpegReading {

    /** Programs write ten or so; a file of many that say little takes long to read for its size. */
    private static final int MOST_SCANS = 100;

    private static final int FIRST = 2;

    private final byte[] file;
    private final Effort effort;
    private final JpegTables tables = new JpegTables();
    private final JpegColours colours = new JpegColours();
    private final List<JpegCoefficients> coefficients = new ArrayList<>();

    private Optional<Orientation> orientation = Optional.empty();
    private JpegFrame frame;
    private int scans;

    JpegReading(byte[] file, Effort effort) {
        this.file = file;
        this.effort = effort;
    }

    /**
     * @param channels 3 for a picture, 1 for a mask
     * @throws UnreadableImageException saying why it cannot be read
     */
    Raster raster(int channels) throws UnreadableImageException {
        int at = FIRST;
        while (!isOver(at)) {
            JpegSegment segment = JpegSegment.at(file, at);
            if (segment.marker() == JpegMarker.END) {
                break;
            }
            at = segment.marker() == JpegMarker.SCAN ? readScan(segment) : take(segment, channels);
        }
        if (frame == null || !frame.components().stream().allMatch(JpegComponent::isBegun)) {
            throw UnreadableImageException.brokenJpeg(JpegFault.PIXELS, at);
        }
        for (JpegCoefficients each : coefficients) {
            each.toSamples(effort);
        }
        return new JpegPixels(frame, colours.areRgb(frame), orientation.orElse(Orientation.UPRIGHT))
                .raster(channels, effort);
    }

    /** Some programs leave out the marker at the end; what is whole without it is read. */
    private boolean isOver(int at) {
        return at >= file.length
                && frame != null
                && frame.components().stream().allMatch(JpegComponent::isBegun)
                && coefficients.stream().allMatch(JpegCoefficients::areWhole);
    }

    private int take(JpegSegment segment, int channels) throws UnreadableImageException {
        if (JpegMarker.isFrame(segment.marker()) || segment.marker() == JpegMarker.JPEG_LS) {
            open(segment, channels);
        } else if (segment.marker() == JpegMarker.START) {
            throw UnreadableImageException.brokenJpeg(JpegFault.NO_MARKER, segment.start());
        } else if (segment.marker() == JpegMarker.EXIF && orientation.isEmpty()) {
            orientation = Exif.orientation(segment);
        } else {
            tables.take(segment);
            colours.take(segment);
        }
        return segment.end();
    }

    private void open(JpegSegment segment, int channels) throws UnreadableImageException {
        if (frame != null) {
            throw UnreadableImageException.brokenJpeg(JpegFault.HEADER, segment.start());
        }
        frame = JpegFrame.read(segment);
        if (frame.leastBits() > (long) Byte.SIZE * (file.length - segment.end())) {
            throw UnreadableImageException.brokenJpeg(JpegFault.ENDS, file.length);
        }
        effort.take(frame.bytesToRead(channels));
        for (JpegComponent component : frame.components()) {
            component.open();
            if (frame.progressive()) {
                coefficients.add(new JpegCoefficients(component));
            }
        }
    }

    /** @return where the marker behind it stands */
    private int readScan(JpegSegment segment) throws UnreadableImageException {
        if (frame == null) {
            throw UnreadableImageException.brokenJpeg(JpegFault.SCAN, segment.start());
        }
        if (++scans > MOST_SCANS) {
            throw UnreadableImageException.otherJpeg("one of more than " + MOST_SCANS + " scans");
        }
        JpegScan scan = JpegScan.read(segment, frame);
        JpegBits bits = new JpegBits(file, segment.end());
        BlockReader blocks = frame.progressive()
                ? new PartialBlocks(scan, coefficientsOf(scan), tables, bits)
                : new WholeBlocks(scan, tables, bits);
        new ScanReader(scan, tables.interval(), effort).read(blocks, bits);
        return bits.end();
    }

    private List<JpegCoefficients> coefficientsOf(JpegScan scan) {
        return scan.parts().stream()
                .map(part -> coefficients.stream()
                        .filter(each -> each.component() == part.component())
                        .findFirst()
                        .orElseThrow())
                .toList();
    }
}
