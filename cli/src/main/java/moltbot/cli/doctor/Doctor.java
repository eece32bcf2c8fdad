package moltbot.cli.doctor;

import java.util.ArrayList;
import java.util.List;
import moltbot.cli.failure.CliException;
import moltbot.cli.host.Host;
import moltbot.cli.house.Blueprint;
import moltbot.cli.house.Layout;
import moltbot.cli.pin.Pins;
import moltbot.cli.settings.Settings;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.json.JsonValue;
import moltbot.contract.link.LinkClient;

/// Looks at the machine and at the house, if one runs, and says how to mend each thing that is not well.
public final class Doctor {
    private final Layout layout;
    private final Settings settings;

    public Doctor(Layout layout, Settings settings) {
        this.layout = layout;
        this.settings = settings;
    }

    public List<Diagnosis> examine() {
        List<Diagnosis> found = new ArrayList<>();
        found.add(MachineChecks.java());
        if (layout.blueprint() == Blueprint.HOUSE) {
            found.add(new SandboxChecks(settings.forSpawner(), MachineChecks::bubblewrap).look());
        }
        found.add(MachineChecks.walls());
        found.add(MachineChecks.space(layout.data()));
        settings.insecure()
                .forEach(name -> found.add(Diagnosis.lacking(
                        "Settings",
                        "'" + name + "' is on and weakens this house.",
                        "Take it out of " + layout.settingsFile() + " and start again.")));
        new Pins(layout.data())
                .all()
                .forEach(pin -> pin.problem()
                        .ifPresent(why -> found.add(Diagnosis.lacking(
                                "Skill " + pin.skill().name(),
                                "It is left out from the next start on: " + why,
                                pin.mend()))));
        try (LinkClient supervisor = Host.of(layout).link("supervisor")) {
            house(supervisor.ask("house.state", JsonObject.EMPTY), found);
            if (layout.blueprint() == Blueprint.HOUSE) {
                found.addAll(channels());
            }
        } catch (CliException | ContractException e) {
            found.add(Diagnosis.lacking(
                    "House",
                    "It is not running on " + layout.data() + ".",
                    layout.blueprint().start()));
            found.add(MachineChecks.port("Address", settings.listen()));
            settings.hooksListen().ifPresent(listen -> found.add(MachineChecks.port("Hooks' address", listen)));
        }
        return List.copyOf(found);
    }

    /// How messengers stand; nothing where the gateway does not answer, which is told above.
    private List<Diagnosis> channels() {
        try (LinkClient gateway = Host.of(layout).link("gateway")) {
            return gateway.ask("channel.state", JsonObject.EMPTY).list("channels").objects().stream()
                    .map(Doctor::channel)
                    .toList();
        } catch (CliException | ContractException e) {
            return List.of();
        }
    }

    private static Diagnosis channel(JsonObject channel) {
        String name = "Channel " + channel.text("channel");
        String how = "It is " + channel.text("state") + ".";
        String mend = channel.text("why");
        if (channel.text("state").equals("connected")) {
            return mend.isEmpty() ? Diagnosis.well(name, how) : Diagnosis.lacking(name, how, mend);
        }
        return channel.text("state").equals("stopped")
                ? Diagnosis.ill(name, how, mend)
                : Diagnosis.lacking(name, how, mend);
    }

    private void house(JsonObject state, List<Diagnosis> found) {
        JsonObject breaker = state.object("breaker");
        if (breaker.find("trip").orElse(JsonValue.NULL) instanceof JsonObject trip) {
            found.add(Diagnosis.ill(
                    "Breaker",
                    "Tripped by " + trip.text("check") + ": " + trip.text("reason") + " " + trip.textOr("evidence", ""),
                    "Mend that, then ./moltbot reset " + trip.text("id") + layout.named()));
        } else if (breaker.text("state").equals("CLOSED")) {
            found.add(Diagnosis.well("Breaker", "Closed: the guard confirms that this machine is safe."));
        } else {
            found.add(
                    Diagnosis.ill("Breaker", breaker.text("why"), "./moltbot logs guardian says what the guard sees."));
        }
        for (JsonObject bypass : state.objectOr("guard", JsonObject.EMPTY)
                .listOr("bypasses", JsonArray.EMPTY)
                .objects()) {
            found.add(Diagnosis.lacking(
                    "Guard",
                    "Check " + bypass.text("check") + " is bypassed until " + bypass.text("until") + ": "
                            + bypass.text("reason"),
                    "./moltbot guardian bypass --end " + bypass.text("check")));
        }
        for (JsonObject part : state.list("compartments").objects()) {
            if (!part.text("state").equals("running")) {
                found.add(Diagnosis.ill(
                        part.text("name"),
                        "It is " + part.text("state") + ". " + part.text("failure"),
                        "./moltbot logs " + part.text("name")));
            }
        }
    }
}
