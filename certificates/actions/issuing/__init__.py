"""The three stages of issuing a bundle, a file each: claim (transaction A), seal (no transaction), publish (B)."""
