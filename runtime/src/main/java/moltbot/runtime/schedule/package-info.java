/// What is to be done later: when, by whose wish, and what became of it.
@NullMarked
package moltbot.runtime.schedule;

import org.jspecify.annotations.NullMarked;
