package moltbot.breaker.hook;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import org.junit.jupiter.api.Test;

/// What the figures say of messengers: what the gateway says of them, in our own words, and nothing while it is silent.
class MessengerFiguresTest {
    private static JsonObject state(String channel, String state) {
        return JsonObject.with("channel", channel).with("state", state).build();
    }

    private static String figures(HookWorld world) {
        return world.house.get("/metrics").body();
    }

    @Test
    void saysWhichMessengersAreConnectedInWordsOfOurOwn() throws Exception {
        try (HookWorld world = new HookWorld()) {
            assertThat(figures(world)).doesNotContain("moltbot_channel");
            List<JsonObject> all = List.of(
                    state("telegram", "stopped"),
                    state("signal", "connected"),
                    state("x\"} 1\nmoltbot_breaker_state{state=\"open\"", "connected"),
                    state("slack", "connected\"} 1\nmoltbot_breaker_epoch 7"));
            world.gateway.state = JsonObject.with("channels", JsonArray.of(all)).build();
            assertThat(figures(world)).contains("""
                            # TYPE moltbot_channel_connected gauge
                            moltbot_channel_connected{channel="signal"} 1
                            moltbot_channel_connected{channel="slack"} 0
                            moltbot_channel_connected{channel="telegram"} 0
                            """).doesNotContain("state=\"open\"} 1", "moltbot_breaker_epoch 7");

            List<JsonObject> crowd = IntStream.range(0, 26)
                    .mapToObj(i -> state("channel" + (char) ('a' + i), "connected"))
                    .toList();
            world.gateway.state =
                    JsonObject.with("channels", JsonArray.of(crowd)).build();
            assertThat(figures(world).split("moltbot_channel_connected\\{")).hasSize(17);
        }
    }

    @Test
    void saysNothingOfThemWhereTheGatewayIsNotThere() throws Exception {
        try (HookWorld world = new HookWorld()) {
            world.gateway.close();
            assertThat(figures(world))
                    .contains("moltbot_breaker_state{state=\"closed\"} 1")
                    .doesNotContain("channel");
        }
    }
}
