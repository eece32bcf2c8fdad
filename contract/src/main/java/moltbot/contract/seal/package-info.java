@NullMarked
package moltbot.contract.seal;

import org.jspecify.annotations.NullMarked;
