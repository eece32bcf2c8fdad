@NullMarked
package moltbot.contract.chat;

import org.jspecify.annotations.NullMarked;
