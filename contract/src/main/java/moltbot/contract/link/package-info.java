@NullMarked
package moltbot.contract.link;

import org.jspecify.annotations.NullMarked;
