/**
 * Files of pictures, PNG and JPEG, read and written. What a file is, its first bytes say.
 *
 * <p>PNG is read and written by pngj, within bounds that are held here. JPEG is read and written (baseline, with the typical codes of the
 * standard) by code of our own (ITU-T T.81: {@code Jpeg...},
 * {@code Dct}, {@code HuffmanTable}, {@code UpsampledRows}, {@code Written...}), because no library fits: the frontend must stay free of native code and of AWT, so that the native
 * executable needs nothing beside it; and what a file takes must be known before it is taken.
 *
 * <ul>
 *   <li>The JDK's ImageIO and TwelveMonkeys' plugins for it are AWT, and the JDK's decoder is a C library. Quarkus' AWT extension brings these libraries
 *       into every image, and gives no bound on what a file may take.
 *   <li>Commons Imaging gives {@code BufferedImage}, which loads AWT's native libraries, and has had no release but alphas of its first version.
 *   <li>JCodec is free of AWT, but nobody keeps it up.
 *   <li>What reads EXIF alone (metadata-extractor) would be a dependency, with an XML parser behind it, for two bytes.
 * </ul>
 *
 * <p>WebP is not read: the plain Java decoders there are, are parts of ImageIO's plugins or nobody's, and one of our own would be twice what JPEG took (VP8 and its lossless
 * sister). It is refused by name, as are the others ({@code PictureKind}).
 *
 * <p>The pixels that are read from JPEG files are those of libjpeg-turbo but for roundings: vectors of some sixty kinds hold them to that
 * ({@code tests/parity/record_jpegs.py}).
 */
package dev.diffract.frontend.imaging;
