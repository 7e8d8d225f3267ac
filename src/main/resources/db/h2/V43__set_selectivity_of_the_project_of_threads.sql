alter table threads alter column project selectivity 1;
