package dev.diffract.tests.e2e;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Answers the page with events of a drawing that is done already, so that many pictures are there at once. */
final class StubbedDrawing {

    private static final Pattern COUNT = Pattern.compile("\"count\":(\\d+)");

    private StubbedDrawing() {}

    /**
     * @param png every picture
     * @param members more members of every picture's event: JSON that ends in a comma, or empty
     */
    static void answers(Page page, byte[] png, String members) {
        page.route(
                "**/v1/generations",
                route -> route.fulfill(new Route.FulfillOptions()
                        .setContentType("text/event-stream")
                        .setBody(events(
                                count(route.request().postData()),
                                Base64.getEncoder().encodeToString(png),
                                members))));
    }

    private static int count(String body) {
        Matcher count = COUNT.matcher(body);
        return count.find() ? Integer.parseInt(count.group(1)) : 1;
    }

    private static String events(int count, String png, String members) {
        return event(
                        "started",
                        "\"parameters\": {\"model\": \"demo\", \"prompt\": \"a red circle\", \"negative_prompt\": \"\","
                                + " \"width\": 128, \"height\": 128, \"steps\": 20, \"guidance\": 3.0,"
                                + " \"sampler\": \"DDIM\", \"seed\": 7, \"count\": " + count + "}")
                + IntStream.range(0, count)
                        .mapToObj(i -> event(
                                "image",
                                "\"index\": " + i + ", \"seed\": " + (7 + i) + ", " + members
                                        + " \"infotext\": \"a red circle\\nSteps: 20\", \"slices\": [\"slice-0\"],"
                                        + " \"png\": \"" + png + "\""))
                        .collect(Collectors.joining())
                + event("completed", "\"timings\": {\"total_ms\": 10, \"denoise_ms\": 5}");
    }

    private static String event(String name, String members) {
        return "event: " + name + "\ndata: {\"id\": \"g\", " + members + "}\n\n";
    }
}
