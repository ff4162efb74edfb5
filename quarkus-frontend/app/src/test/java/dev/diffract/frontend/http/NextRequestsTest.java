package dev.diffract.frontend.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is sent before it is asked for has little room, of each connection and of all. */
class NextRequestsTest {

    private static final int LITTLE = 4096;

    private final SentAhead all = new SentAhead(2 * LITTLE);

    /** A connection, on whose first request the answer is due. */
    private final class Connection {
        private final List<String> reads = new ArrayList<>();
        private final EmbeddedChannel channel = new EmbeddedChannel(
                new ChannelOutboundHandlerAdapter() {
                    @Override
                    public void read(ChannelHandlerContext context) {
                        reads.add("read");
                        context.read();
                    }
                },
                new NextRequests(all));

        /** @return whether it goes on reading afterwards */
        boolean sends(HttpRequest request) {
            reads.clear();
            channel.writeInbound(request);
            return !reads.isEmpty();
        }

        void answers(FullHttpResponse answer) {
            channel.writeOutbound(answer);
            channel.runPendingTasks();
        }

        List<String> asked() {
            List<String> uris = new ArrayList<>();
            for (Object next = channel.readInbound(); next != null; next = channel.readInbound()) {
                uris.add(next instanceof HttpRequest request ? request.uri() : "content");
            }
            return uris;
        }
    }

    private static HttpRequest request(String uri, int bytes) {
        return new DefaultFullHttpRequest(
                HttpVersion.HTTP_1_1, HttpMethod.POST, uri, Unpooled.wrappedBuffer(new byte[bytes]));
    }

    private static FullHttpResponse answer() {
        return new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
    }

    private static FullHttpResponse lastAnswer() {
        FullHttpResponse answer = answer();
        answer.headers().set(HttpHeaderNames.CONNECTION, "Close");
        return answer;
    }

    @Test
    void oneConnectionReadsNoMoreFromItsBoundOn() {
        Connection connection = new Connection();
        SentAhead plenty = new SentAhead(Long.MAX_VALUE);
        EmbeddedChannel alone = new EmbeddedChannel(new NextRequests(plenty));
        alone.writeInbound(request("/a", NextRequests.MOST));
        assertThat(plenty.bytes()).isGreaterThan(NextRequests.MOST);
        alone.close();
        assertThat(plenty.bytes()).isZero();

        assertThat(connection.sends(request("/a", NextRequests.MOST))).isFalse();
    }

    @Test
    void allTogetherReadNoMoreFromTheirBoundOn() {
        Connection first = new Connection();
        Connection second = new Connection();
        Connection third = new Connection();

        assertThat(first.sends(request("/a", LITTLE))).isTrue();
        assertThat(second.sends(request("/b", LITTLE))).isFalse();
        assertThat(first.sends(request("/c", 1))).isFalse();
        third.channel.read();
        assertThat(third.reads).as("who has nothing there hears of its client").isNotEmpty();

        second.answers(answer());
        assertThat(second.asked()).containsExactly("/b");
        assertThat(second.sends(new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/d")))
                .isTrue();
        first.channel.close();
        second.channel.close();
        assertThat(all.bytes()).isZero();
    }

    /** Or it would be answered, and take memory, for somebody who does not read. */
    @Test
    void theNextOneWaitsUntilTheAnswerIsHandedToTheNetwork() {
        Connection connection = new Connection();
        connection.sends(request("/b", 1));
        connection.channel.write(answer());
        connection.channel.runPendingTasks();
        connection.sends(request("/c", 1));
        assertThat(connection.asked()).isEmpty();

        connection.channel.flush();
        connection.channel.runPendingTasks();
        assertThat(connection.asked()).containsExactly("/b");

        connection.channel.write(answer());
        connection.channel.runPendingTasks();
        assertThat(connection.asked()).isEmpty();
        connection.channel.flush();
        connection.channel.runPendingTasks();
        assertThat(connection.asked()).containsExactly("/c");
        assertThat(all.bytes()).isZero();
    }

    /** Which comes to its answer while it is handed on. */
    @Test
    void theLastAnswerLeavesTheBodyOfItsRequest() {
        EmbeddedChannel channel = new EmbeddedChannel(new NextRequests(all), new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext context, Object message) {
                context.fireChannelRead(message);
                if (message instanceof HttpRequest) {
                    context.writeAndFlush(lastAnswer());
                }
            }
        });
        HttpContent end = new DefaultLastHttpContent(Unpooled.wrappedBuffer(new byte[1]));
        channel.writeInbound(new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/b"), end);
        channel.writeInbound(request("/c", 1));

        channel.writeOutbound(answer());
        channel.runPendingTasks();

        assertThat(channel.inboundMessages()).hasSize(2).last().isSameAs(end);
        assertThat(all.bytes()).isZero();
        end.release();
    }

    /** The body of the request that is answered goes on, to be drained. */
    @Test
    void afterTheLastAnswerNothingIsKept() {
        Connection connection = new Connection();
        connection.sends(request("/a", 1));
        connection.sends(request("/b", 1));
        connection.answers(answer());
        assertThat(connection.asked()).containsExactly("/a");

        connection.answers(lastAnswer());
        connection.sends(request("/c", 1));
        connection.channel.writeInbound(new DefaultHttpContent(Unpooled.wrappedBuffer(new byte[1])));
        assertThat(connection.asked()).isEmpty();
        assertThat(all.bytes()).isZero();

        Connection early = new Connection();
        early.answers(lastAnswer());
        HttpContent rest = new DefaultHttpContent(Unpooled.wrappedBuffer(new byte[1]));
        early.channel.writeInbound(rest);
        assertThat(early.asked()).containsExactly("content");
        early.sends(request("/d", 1));
        assertThat(early.asked()).isEmpty();
        assertThat(all.bytes()).isZero();
        rest.release();
    }
}
