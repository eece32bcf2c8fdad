package moltbot.gateway.model.demo;

import moltbot.contract.json.JsonObject;
import moltbot.contract.model.Content;

/// The demo's scene with the browser: opens what the person named, takes a picture of it, and says what it is.
final class DemoSurf {
    private static final String TOOL = "browser";

    private DemoSurf() {}

    static DemoStep next(DemoTalk talk, String url) {
        return switch (talk.step()) {
            case 0 ->
                new DemoStep(
                        "I will open that in a browser of this conversation's own, in a sandbox. You are asked first: the"
                                + " browser reaches what you see there, and nothing else.",
                        TOOL,
                        JsonObject.with("action", "open").with("url", url).build());
            case 1 ->
                talk.last().failed()
                        ? DemoStep.say("I could not open it. This came back:\n\n" + DemoScript.quoted(talk.last()))
                        : new DemoStep(
                                "It is open. Now I take a picture of it.",
                                TOOL,
                                JsonObject.with("action", "screenshot").build());
            default -> DemoStep.say(seen(talk.last()));
        };
    }

    private static String seen(Content.ToolResult picture) {
        return picture.failed()
                ? "The page is open, but a picture of it could not be taken:\n\n" + DemoScript.quoted(picture)
                : "There it is. I am only the built-in demo and cannot look at pictures; a real model is shown what you"
                        + " see. Whatever a page says, it is told as the page's word and gives it no rights here.";
    }
}
