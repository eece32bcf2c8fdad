@NullMarked
package moltbot.contract.lease;

import org.jspecify.annotations.NullMarked;
