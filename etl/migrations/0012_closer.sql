-- Statements that may be one claim with another are looked at twice; what the second look gives is kept behind the first.

comment on column claim_statement.vector is 'Sentence vectors of the proposition: 512 signed bytes (320 is length 1), then 384 of the closer look (700 is length 1), zeros where none was taken; rows from before it have 512.';
