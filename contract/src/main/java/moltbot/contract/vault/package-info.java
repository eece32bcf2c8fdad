/// Keys at rest: one encrypted file, and where its master key comes from. The gateway's vault and the guard alone use
/// it.
@NullMarked
package moltbot.contract.vault;

import org.jspecify.annotations.NullMarked;
