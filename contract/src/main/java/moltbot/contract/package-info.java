@NullMarked
package moltbot.contract;

import org.jspecify.annotations.NullMarked;
