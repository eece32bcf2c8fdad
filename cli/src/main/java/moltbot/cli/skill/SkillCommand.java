package moltbot.cli.skill;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import moltbot.cli.failure.CliException;
import moltbot.cli.failure.CliException.Code;
import moltbot.cli.option.DataOption;
import moltbot.cli.pin.Pin;
import moltbot.cli.pin.Pins;
import moltbot.cli.terminal.Terminal;
import moltbot.contract.ContractException;
import moltbot.contract.skill.Skill;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `./moltbot skill`: the folders of instructions that the owner lets the assistant follow.
@Command(
        name = "skill",
        description = "Skills: folders with a SKILL.md that the assistant may follow. Add, list, remove.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {SkillCommand.AddCommand.class, SkillCommand.ListCommand.class, SkillCommand.RemoveCommand.class})
public final class SkillCommand {
    private static final String NEXT = "It counts from the next start of the house.";

    private static Pins pins(DataOption data) {
        return new Pins(data.layout().data());
    }

    /// `./moltbot skill add FOLDER`.
    @Command(
            name = "add",
            description = "Pins a folder as it is now; what it says from then on is not used until it is added again.",
            mixinStandardHelpOptions = true)
    static final class AddCommand implements Callable<Integer> {
        @Mixin
        private DataOption data = new DataOption();

        @Parameters(paramLabel = "FOLDER", description = "The folder with the SKILL.md, called as the skill is.")
        private Path folder = Path.of(".");

        @Option(
                names = "--tools",
                split = ",",
                paramLabel = "TOOL",
                description = "The tools it may use at most, in place of what it declares.")
        private List<String> tools = List.of();

        @Override
        public Integer call() {
            Pin.Candidate read;
            try {
                read = Pin.read(folder, tools.isEmpty() ? Optional.empty() : Optional.of(tools));
            } catch (ContractException e) {
                throw new CliException(
                        Code.REFUSED,
                        "The folder " + folder + " is no skill: " + e.getMessage() + " Nothing was added.",
                        e);
            }
            pins(data).add(read.pin());
            Terminal terminal = new Terminal(System.out);
            Skill skill = read.pin().skill();
            terminal.line(skill.name() + ": " + Terminal.plain(skill.description()));
            terminal.line("  may use at most: " + String.join(", ", skill.tools()));
            if (!read.unknown().isEmpty()) {
                terminal.line(
                        "  names also what is nothing here: " + Terminal.plain(String.join(", ", read.unknown())));
            }
            read.files()
                    .files()
                    .forEach(file -> terminal.line("  " + file.path() + " (" + file.bytes().length + " bytes"
                            + (file.executable() ? ", a program)" : ")")));
            terminal.line("  pinned as " + skill.digest());
            terminal.line("Read what it says before you rely on it: the assistant takes it for your words. " + NEXT);
            return 0;
        }
    }

    /// `./moltbot skill list`.
    @Command(name = "list", description = "Lists the skills and what each may use.", mixinStandardHelpOptions = true)
    static final class ListCommand implements Callable<Integer> {
        @Mixin
        private DataOption data = new DataOption();

        @Override
        public Integer call() {
            Terminal terminal = new Terminal(System.out);
            List<Pin> all = pins(data).all();
            for (Pin pin : all) {
                Skill skill = pin.skill();
                terminal.line(skill.name() + "  " + Terminal.plain(skill.description()));
                terminal.line("  may use at most: " + String.join(", ", skill.tools()) + "; pinned as "
                        + skill.digest().substring(0, 12) + " of "
                        + Terminal.plain(pin.folder().toString()));
                pin.problem()
                        .ifPresent(why -> terminal.line(
                                "  NOT USED from the next start on: " + Terminal.plain(why + " " + pin.mend())));
            }
            if (all.isEmpty()) {
                terminal.line("There are no skills.");
            }
            return 0;
        }
    }

    /// `./moltbot skill remove NAME`.
    @Command(name = "remove", description = "Takes a skill away; its folder stays.", mixinStandardHelpOptions = true)
    static final class RemoveCommand implements Callable<Integer> {
        @Mixin
        private DataOption data = new DataOption();

        @Parameters(paramLabel = "NAME", description = "From ./moltbot skill list.")
        private String name = "";

        @Override
        public Integer call() {
            if (!pins(data).remove(name)) {
                throw CliException.refused(
                        "There is no skill '" + Terminal.plain(name) + "'. ./moltbot skill list shows them.");
            }
            System.out.println("Removed. " + NEXT);
            return 0;
        }
    }
}
