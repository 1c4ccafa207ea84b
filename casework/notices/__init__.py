"""Letters to applicants (通知书): what each says, written with its event; the signed file is made when it is needed."""
