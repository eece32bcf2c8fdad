@NullMarked
package moltbot.control.policy;

import org.jspecify.annotations.NullMarked;
