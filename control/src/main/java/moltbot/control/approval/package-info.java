@NullMarked
package moltbot.control.approval;

import org.jspecify.annotations.NullMarked;
