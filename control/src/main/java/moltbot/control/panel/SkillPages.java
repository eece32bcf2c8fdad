package moltbot.control.panel;

import java.util.List;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkClient;
import moltbot.contract.skill.Skill;

/// The panel's page of the skills that the owner pinned on the host; here they are only shown.
///
/// @param used  by this house since its start
record SkillPages(LinkClient supervisor, List<Skill> used) {
    List<Route> routes() {
        return List.of(Route.get("/api/skills", _ -> Reply.json(200, list())));
    }

    /// Each with whether this house uses it, and what was used and is not pinned any more.
    private JsonObject list() {
        List<JsonObject> pinned =
                supervisor.ask("house.skills", JsonObject.EMPTY).list("skills").objects();
        List<JsonObject> all = pinned.stream()
                .map(skill -> skill.toBuilder()
                        .with(
                                "used",
                                used.stream()
                                        .anyMatch(one -> one.name().equals(skill.text("name"))
                                                && one.digest().equals(skill.text("digest"))))
                        .build())
                .toList();
        List<String> left = used.stream()
                .filter(one ->
                        pinned.stream().noneMatch(skill -> skill.text("digest").equals(one.digest())))
                .map(Skill::name)
                .toList();
        return JsonObject.with("skills", JsonArray.of(all))
                .with("left", JsonArray.ofTexts(left))
                .build();
    }
}
