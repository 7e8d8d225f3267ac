alter table conversations alter column project selectivity 1;
