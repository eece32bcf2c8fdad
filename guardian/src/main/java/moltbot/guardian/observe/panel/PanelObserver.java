package moltbot.guardian.observe.panel;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.function.Supplier;
import moltbot.guardian.fact.Endpoint;
import moltbot.guardian.fact.Observation;
import moltbot.guardian.fact.panel.Kind;
import moltbot.guardian.fact.panel.Reply;
import moltbot.guardian.fact.panel.Reply.Answered;
import moltbot.guardian.fact.panel.Trial;

/// Tries every question of the catalogue at every place where the panel could answer, a few at each look, so that the
/// breaker's limit for strangers is never reached; and keeps what each was answered last. One thread observes.
public final class PanelObserver {
    /// A look's share: with a look every twenty seconds, half of what a stranger may ask in a minute.
    public static final int SHARE = 15;

    private static final int TRIES = 3;

    /// What one place answered in one look.
    ///
    /// @param asked  how many questions
    private record Answers(Endpoint place, int asked, List<Trial> trials) {}

    private final Supplier<Set<Endpoint>> targets;
    private final Function<Endpoint, Site> sites;
    private final Speaker speaker;
    private final int share;
    private final Map<String, Trial> kept = new LinkedHashMap<>();
    private final Map<Endpoint, Integer> next = new HashMap<>();

    PanelObserver(Supplier<Set<Endpoint>> targets, Function<Endpoint, Site> sites, Speaker speaker, int share) {
        this.targets = targets;
        this.sites = sites;
        this.speaker = speaker;
        this.share = share;
    }

    /// Asks the next few at every place.
    public Observation<List<Trial>> observe() {
        Set<Endpoint> places = targets.get();
        kept.values().removeIf(trial -> !places.contains(trial.target()));
        next.keySet().retainAll(places);
        try (ExecutorService strangers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Answers>> asked = new ArrayList<>();
            for (Endpoint place : places) {
                int from = next.getOrDefault(place, 0);
                asked.add(strangers.submit(() -> ask(place, from)));
            }
            int silent = 0;
            for (Future<Answers> answers : asked) {
                silent += keep(answers.get());
            }
            return verdict(silent);
        } catch (ExecutionException e) {
            return new Observation.Unobservable<>("The panel could not be asked: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Observation.Unobservable<>("Asking the panel was interrupted.");
        }
    }

    private Observation<List<Trial>> verdict(int silent) {
        List<Trial> trials = List.copyOf(kept.values());
        return silent == 0
                ? new Observation.Seen<>(trials)
                : new Observation.Partial<>(trials, silent + " questions to the panel were not answered in time.");
    }

    /// How many questions were not answered.
    private int keep(Answers answers) {
        next.merge(answers.place(), answers.asked(), Integer::sum);
        if (answers.asked() == 0) {
            kept.values().removeIf(trial -> trial.target().equals(answers.place()));
        }
        int silent = 0;
        for (Trial trial : answers.trials()) {
            if (trial.reply() instanceof Reply.Silent) {
                silent++;
            } else {
                kept.put(trial.kind() + " " + trial.subject(), trial);
            }
        }
        return silent;
    }

    /// The next few questions at one place. Where nobody is, the others need not be asked.
    private Answers ask(Endpoint place, int from) {
        Site site = sites.apply(place);
        List<Question> questions = Questions.of(site);
        List<Trial> trials = new ArrayList<>();
        int asked = Math.min(share, questions.size());
        for (int i = 0; i < asked; i++) {
            Optional<Trial> trial = ask(site, questions.get((from + i) % questions.size()));
            if (trial.isPresent() && trial.get().reply() instanceof Reply.NotThere) {
                return new Answers(place, 0, List.of());
            }
            trial.ifPresent(trials::add);
        }
        return new Answers(place, asked, trials);
    }

    /// Empty where the panel changed while two answers were to be compared.
    private Optional<Trial> ask(Site site, Question question) {
        if (question.plain().isEmpty()) {
            boolean tls = site.tls() && question.kind() != Kind.PLAIN;
            Reply reply = speaker.ask(site.target(), tls, Question.bytes(question.text()));
            if (reply instanceof Reply.Silent) {
                reply = speaker.ask(site.target(), tls, Question.bytes(question.text()));
            }
            return Optional.of(
                    new Trial(site.target(), tls, question.kind(), question.name(), reply, Optional.empty()));
        }
        return compared(site, question, question.plain().get());
    }

    /// A difference counts only where the plain question is answered the same before and after.
    private Optional<Trial> compared(Site site, Question question, String plain) {
        for (int i = 0; i < TRIES; i++) {
            Reply before = ask(site, plain);
            Reply with = ask(site, question.text());
            if (same(before, with) || same(before, ask(site, plain))) {
                return Optional.of(new Trial(
                        site.target(), site.tls(), question.kind(), question.name(), with, Optional.of(before)));
            }
        }
        return Optional.empty();
    }

    private Reply ask(Site site, String text) {
        return speaker.ask(site.target(), site.tls(), Question.bytes(text));
    }

    private static boolean same(Reply one, Reply other) {
        if (one instanceof Answered first && other instanceof Answered second) {
            return first.sameAs(second);
        }
        return one.equals(other);
    }
}
