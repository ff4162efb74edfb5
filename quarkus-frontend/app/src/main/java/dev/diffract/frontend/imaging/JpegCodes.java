package dev.diffract.frontend.imaging;

import java.util.HexFormat;

/**
 * The typical codes of the standard (ITU-T T.81, K.3), which need no look at a picture before it is written.
 *
 * @param table what a file says of them: how many there are of each length, and what they stand for
 * @param codes by symbol
 * @param lengths by symbol: bits of the code
 */
record JpegCodes(byte[] table, int[] codes, int[] lengths) {

    private static final int LONGEST = 16;
    private static final int SYMBOLS = 256;

    static final JpegCodes BRIGHT_DIFFERENCES = of("00010501010101010100000000000000000102030405060708090a0b");

    static final JpegCodes COLOUR_DIFFERENCES = of("00030101010101010101010000000000000102030405060708090a0b");

    static final JpegCodes BRIGHT_FREQUENCIES = of("0002010303020403050504040000017d"
            + "01020300041105122131410613516107227114328191a1082342b1c11552d1f024336272"
            + "82090a161718191a25262728292a3435363738393a434445464748494a53545556575859"
            + "5a636465666768696a737475767778797a838485868788898a92939495969798999aa2a3"
            + "a4a5a6a7a8a9aab2b3b4b5b6b7b8b9bac2c3c4c5c6c7c8c9cad2d3d4d5d6d7d8d9dae1e2"
            + "e3e4e5e6e7e8e9eaf1f2f3f4f5f6f7f8f9fa");

    static final JpegCodes COLOUR_FREQUENCIES = of("00020102040403040705040400010277"
            + "000102031104052131061241510761711322328108144291a1b1c109233352f0156272d1"
            + "0a162434e125f11718191a262728292a35363738393a434445464748494a535455565758"
            + "595a636465666768696a737475767778797a82838485868788898a92939495969798999a"
            + "a2a3a4a5a6a7a8a9aab2b3b4b5b6b7b8b9bac2c3c4c5c6c7c8c9cad2d3d4d5d6d7d8d9da"
            + "e2e3e4e5e6e7e8e9eaf2f3f4f5f6f7f8f9fa");

    private static JpegCodes of(String hex) {
        byte[] table = HexFormat.of().parseHex(hex);
        int[] codes = new int[SYMBOLS];
        int[] lengths = new int[SYMBOLS];
        int code = 0;
        int at = LONGEST;
        for (int length = 1; length <= LONGEST; length++) {
            for (int i = 0; i < table[length - 1]; i++) {
                int symbol = table[at++] & 0xff;
                codes[symbol] = code++;
                lengths[symbol] = length;
            }
            code <<= 1;
        }
        return new JpegCodes(table, codes, lengths);
    }
}
