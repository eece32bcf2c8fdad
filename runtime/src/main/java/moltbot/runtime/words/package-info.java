/// Somebody else's words, as a model is given them.
@NullMarked
package moltbot.runtime.words;

import org.jspecify.annotations.NullMarked;
