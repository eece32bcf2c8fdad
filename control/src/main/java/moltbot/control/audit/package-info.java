@NullMarked
package moltbot.control.audit;

import org.jspecify.annotations.NullMarked;
