/// Tools that turn to people: whoever the conversation is with, and others whom the owner let in.
@NullMarked
package moltbot.runtime.person;

import org.jspecify.annotations.NullMarked;
