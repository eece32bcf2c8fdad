@NullMarked
package moltbot.runtime.agent;

import org.jspecify.annotations.NullMarked;
