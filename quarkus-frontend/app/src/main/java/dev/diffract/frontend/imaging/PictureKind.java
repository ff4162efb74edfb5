package dev.diffract.frontend.imaging;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;

/** Kinds of files that people have pictures in, told by their first bytes: names and declared types are often wrong. */
enum PictureKind {
    PNG(at(0, "\u0089PNG\r\n\u001a\n")),
    JPEG(at(0, "\u00ff\u00d8\u00ff")),
    WEBP(at(0, "RIFF"), at(8, "WEBP")),
    GIF(at(0, "GIF8")),
    BMP(at(0, "BM")),
    TIFF(at(0, "II*\0")),
    BIG_ENDIAN_TIFF(at(0, "MM\0*")),
    AVIF(at(4, "ftypavi")),
    HEIC(at(4, "ftyphe")),
    HEIF(at(4, "ftypmif1")),
    JPEG_XL(at(0, "\u00ff\n")),
    BOXED_JPEG_XL(at(4, "JXL \r\n\u0087\n")),
    JPEG_2000(at(4, "jP  \r\n\u0087\n")),
    PDF(at(0, "%PDF")),
    SVG(at(0, "<svg")),
    OTHER;

    private final Bytes[] signature;

    PictureKind(Bytes... signature) {
        this.signature = signature;
    }

    static PictureKind of(byte[] file) {
        return Stream.of(values())
                .filter(kind -> Stream.of(kind.signature).allMatch(bytes -> bytes.areIn(file)))
                .findFirst()
                .orElseThrow();
    }

    /** After "was". */
    static String words(PictureKind kind) {
        return switch (kind) {
            case PNG -> "a PNG file";
            case JPEG -> "a JPEG file";
            case WEBP -> "a WebP file";
            case GIF -> "a GIF file";
            case BMP -> "a BMP file";
            case TIFF, BIG_ENDIAN_TIFF -> "a TIFF file";
            case AVIF -> "an AVIF file";
            case HEIC, HEIF -> "a HEIC file";
            case JPEG_XL, BOXED_JPEG_XL -> "a JPEG XL file";
            case JPEG_2000 -> "a JPEG 2000 file";
            case PDF -> "a PDF file";
            case SVG -> "an SVG file";
            case OTHER -> "something else";
        };
    }

    private static Bytes at(int place, String text) {
        return new Bytes(place, text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private record Bytes(int place, byte[] bytes) {

        boolean areIn(byte[] file) {
            int end = place + bytes.length;
            return file.length >= end && Arrays.equals(file, place, end, bytes, 0, bytes.length);
        }
    }
}
