/// What a request must pass, one question a file; `Stages` is the readable list.
@NullMarked
package moltbot.breaker.stage;

import org.jspecify.annotations.NullMarked;
