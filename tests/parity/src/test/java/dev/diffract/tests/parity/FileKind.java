package dev.diffract.tests.parity;

import java.io.IOException;

/** How the two versions of a file are read to be compared. */
enum FileKind {
    /** Byte for byte. */
    BYTES {
        @Override
        void compare(byte[] committed, byte[] fresh, RecordedFile file, Differences differences) {
            differences.bytes("", committed, fresh);
        }
    },
    /** JSON, packed where the name ends in {@code .gz}: value for value. */
    JSON {
        @Override
        void compare(byte[] committed, byte[] fresh, RecordedFile file, Differences differences) throws IOException {
            new JsonComparison(file.floats(), differences).compare(committed, fresh);
        }
    },
    /** A picture's pixels; the tolerance is in steps of 255. */
    PICTURE {
        @Override
        void compare(byte[] committed, byte[] fresh, RecordedFile file, Differences differences) throws IOException {
            new PictureComparison(differences).compare(committed, fresh);
        }
    },
    /** A ZIP archive: the names of its files, and each byte for byte. */
    ARCHIVE {
        @Override
        void compare(byte[] committed, byte[] fresh, RecordedFile file, Differences differences) throws IOException {
            new ArchiveComparison(differences).compare(committed, fresh);
        }
    };

    /** @throws IOException if one of the two is no file of this kind */
    abstract void compare(byte[] committed, byte[] fresh, RecordedFile file, Differences differences)
            throws IOException;
}
