@NullMarked
package moltbot.control.chat;

import org.jspecify.annotations.NullMarked;
