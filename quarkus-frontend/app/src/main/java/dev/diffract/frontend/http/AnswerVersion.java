package dev.diffract.frontend.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;

/** Answers are of the version that is spoken here, whatever the request called itself: the server below repeats that. */
final class AnswerVersion extends ChannelOutboundHandlerAdapter {

    /** Vert.x' name of what makes bytes of answers. */
    private static final String ENCODER = "httpEncoder";

    private AnswerVersion() {}

    /** From the next answer on. */
    static void in(ChannelPipeline connection) {
        if (connection.get(AnswerVersion.class) == null) {
            connection.addAfter(ENCODER, null, new AnswerVersion());
        }
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise written) throws Exception {
        if (message instanceof HttpResponse answer) {
            answer.setProtocolVersion(HttpVersion.HTTP_1_1);
        }
        super.write(context, message, written);
    }
}
