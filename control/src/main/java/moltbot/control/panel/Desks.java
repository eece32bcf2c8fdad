package moltbot.control.panel;

import java.util.ArrayList;
import java.util.List;
import moltbot.contract.ContractException;
import moltbot.contract.link.LinkClient;
import moltbot.contract.skill.Skill;
import moltbot.control.approval.StandingRules;
import moltbot.control.channel.OwnersDesk;
import moltbot.control.channel.SignalLinking;
import moltbot.control.chat.ModelDesk;
import moltbot.control.memory.MemoryDesk;
import moltbot.control.schedule.ScheduleDesk;

/// Where the panel's pages get what they show, and take what the owner changes there.
///
/// @param supervisor  knows what the owner pinned
/// @param skills      that this house uses
public record Desks(
        StandingRules rules,
        MemoryDesk memory,
        ScheduleDesk schedules,
        OwnersDesk people,
        SignalLinking signal,
        ModelDesk models,
        LinkClient supervisor,
        List<Skill> skills) {
    /// As whom the audit names what is done here.
    static final String BY = "panel";

    public Desks {
        skills = List.copyOf(skills);
    }

    List<Route> routes() {
        List<Route> all = new ArrayList<>(new MemoryPages(memory).routes());
        all.addAll(new SchedulePages(schedules, people).routes());
        all.addAll(new PeoplePages(people, signal).routes());
        all.addAll(new SkillPages(supervisor, skills).routes());
        all.addAll(new ModelPages(models).routes());
        return all;
    }

    /// The number in the address.
    ///
    /// @param what  it is a number of, for people
    static long number(Request request, String what) {
        String word = request.word(0);
        if (!word.matches("[0-9]{1,15}")) {
            throw ContractException.refused("unknown-" + what, "There is no " + what + " of that number.");
        }
        return Long.parseLong(word);
    }
}
