/// Questions of the assistant's to whoever it is talking to, and how their answers are read.
@NullMarked
package moltbot.runtime.question;

import org.jspecify.annotations.NullMarked;
