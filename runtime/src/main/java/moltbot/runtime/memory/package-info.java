/// What outlasts a conversation: facts and notes, each with where it came from and when.
@NullMarked
package moltbot.runtime.memory;

import org.jspecify.annotations.NullMarked;
