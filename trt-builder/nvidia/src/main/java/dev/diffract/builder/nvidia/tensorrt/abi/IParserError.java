package dev.diffract.builder.nvidia.tensorrt.abi;

import com.sun.jna.Pointer;

/** What a parser found, owned by the parser. */
final class IParserError extends NativeObject<ParserErrorSlot> {

    private final Pointer self;

    IParserError(Pointer self, Major major) {
        super(self, major);
        this.self = self;
    }

    @Override
    Pointer pointer() {
        return self;
    }

    ParserFault fault() {
        return new ParserFault(
                integer(ParserErrorSlot.CODE),
                string(ParserErrorSlot.DESC),
                integer(ParserErrorSlot.NODE),
                string(ParserErrorSlot.NODE_NAME),
                string(ParserErrorSlot.NODE_OPERATOR));
    }
}
