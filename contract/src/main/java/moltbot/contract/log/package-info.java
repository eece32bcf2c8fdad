@NullMarked
package moltbot.contract.log;

import org.jspecify.annotations.NullMarked;
