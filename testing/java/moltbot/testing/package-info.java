/// What the tests of all modules share. Compiled with each module's tests, and shipped with none.
@NullMarked
package moltbot.testing;

import org.jspecify.annotations.NullMarked;
