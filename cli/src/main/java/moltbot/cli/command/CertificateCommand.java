package moltbot.cli.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Callable;
import moltbot.cli.failure.CliException;
import moltbot.cli.option.DataOption;
import moltbot.cli.terminal.Terminal;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkClient;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `./moltbot certificate`: the authority's certificate, to be installed where the panel is opened from.
@Command(
        name = "certificate",
        description = "Shows or exports the certificate that your phones and computers need to trust this house.",
        mixinStandardHelpOptions = true)
final class CertificateCommand implements Callable<Integer> {
    private static final String HOW = """
            Put it on each phone and computer you open the panel from, over a way you trust (a cable, or your own
            network), compare the fingerprint there, and install it:
              Android   Settings, Security, Encryption and credentials, Install a certificate, CA certificate
              iPhone    open the file, Settings, Profile downloaded, Install; then General, About, Certificate Trust Settings
              macOS     open it in Keychain Access, then set Trust to Always
              Windows   certutil -user -addstore Root FILE
              Linux     copy it to /usr/local/share/ca-certificates/NAME.crt, then run update-ca-certificates
              Firefox   Settings, Certificates, View, Authorities, Import
            It can speak for this house's own names and addresses and for no other site.""";

    @Mixin
    private DataOption data = new DataOption();

    @Option(names = "--export", paramLabel = "FILE", description = "Writes it to a new file, in PEM form.")
    private @Nullable Path export;

    @Override
    public Integer call() throws IOException {
        JsonObject shown;
        try (LinkClient breaker = data.host().link("breaker")) {
            shown = breaker.ask("breaker.certificate", JsonObject.EMPTY);
        }
        String pem = shown.text("authority");
        Terminal terminal = new Terminal(System.out);
        if (pem.isEmpty()) {
            terminal.line("The certificate is your own and ends at " + shown.text("notAfter")
                    + ". There is nothing to install beyond what its issuer asks for.");
            return 0;
        }
        if (export == null) {
            terminal.piece(pem);
        } else {
            write(export, pem);
            terminal.line("Written to " + export + ".");
        }
        System.err.println("SHA-256  " + shown.text("fingerprint"));
        System.err.println(HOW);
        return 0;
    }

    private static void write(Path file, String pem) throws IOException {
        try {
            Files.writeString(
                    file, pem, StandardCharsets.US_ASCII, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (FileAlreadyExistsException e) {
            throw new CliException(
                    CliException.Code.REFUSED, file + " is already there and was left as it is. Name a new file.", e);
        }
    }
}
